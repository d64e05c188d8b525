import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Package } from './package-model.ts';
import { childOf, textOf } from './xml-tree.ts';

/** What a template may name besides records: fields of whoever sends it. */
const ofSender: ReadonlySet<string> = new Set(['Organization', 'User', 'Recipient', 'Sender']);

/** Names like {!Object.Field} that lead to no field, each with its line. */
function* mergeFindings(pack: Package, path: string, text: string): Generator<Finding> {
  for (const [line, words] of text.split('\n').entries())
    for (const [whole, object = '', field = ''] of words.matchAll(/\{!([^.{}]*)\.?([^{}]*)\}/g)) {
      if (ofSender.has(object)) continue;
      const shape = pack.objects.get(object);
      if (!shape) yield finding(path, line + 1, `The template says ${whole}, and there is no object ${object}.${nearest(object, pack.objects.keys())}`, 'Name an object of the package.');
      else if (!shape.fields.has(field)) yield finding(path, line + 1, `The template says ${whole}, and ${object} has no field ${field}.${nearest(field, shape.fields.keys())}`, 'Name a field of it: whoever gets the message would read a blank.');
    }
}

/** E-mail templates have their text beside them, lie in a folder of the package, and name fields that exist. */
export function* emailFindings(pack: Package): Generator<Finding> {
  for (const { path, root } of pack.ofType('email')) {
    const content = path.replace(/-meta\.xml$/, '');
    const text = pack.files.get(content);
    const folder = path.split('/').at(-2) ?? '';
    if (text === undefined) yield finding(path, 1, 'The template has no text beside it.', `Add ${content.split('/').at(-1) ?? ''}.`);
    if (!pack.named('emailFolder', folder)) yield finding(path, 1, `The folder ${folder} is not in the package.`, `Add email/${folder}.emailFolder-meta.xml.`);
    yield* mergeFindings(pack, content, text ?? '');
    const subject = childOf(root, 'subject');
    for (const { what, todo } of mergeFindings(pack, path, textOf(subject))) yield finding(path, subject, what, todo);
  }
}
