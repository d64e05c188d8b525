/** How a field's value reads on a page, the same in details, lists and highlights. */
import { objectInfo } from 'shell/org';

/** Fields that lead to another record are called by what they lead to: "Owner", not "Owner ID". */
export const labelOf = ({ label, reference }) => (reference ? label.replace(/ ID$/, '') : label);

/** Field by name with what a page must know of it, over parents too: `Recipient__r.Name` is the name of the parent. */
export async function fieldInfo(object, path) {
  const info = await objectInfo(object);
  const [head, ...rest] = path.split('.');
  if (rest.length === 0) return info.fields[head];
  const lookup = Object.values(info.fields).find(({ relationshipName }) => relationshipName === head);
  const [target] = lookup?.referenceToInfos ?? [];
  if (!lookup || !target) return undefined;
  return rest.join('.') === 'Name' ? { ...lookup, isParentName: true } : fieldInfo(target.apiName, rest.join('.')).catch(() => undefined);
}

/** The paths to read so that a field can be shown: a lookup needs its parent's name. */
export function pathsFor(object, { apiName, relationshipName, reference }) {
  return reference && relationshipName ? [`${object}.${apiName}`, `${object}.${relationshipName}.Name`] : [`${object}.${apiName}`];
}

const decimalsOf = (scale) => ({ minimumFractionDigits: scale, maximumFractionDigits: scale });

function numberText(value, scale, digits) {
  // Counters are shown whole; money has the decimals of its field, and its currency stands beside it.
  return new Intl.NumberFormat('en-US', scale > 3 ? { maximumFractionDigits: digits ?? scale } : decimalsOf(scale)).format(value);
}

const day = (value) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(value));
const moment = (value) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(new Date(value));

/** Text of a value; '' for none. */
export function textOf(info, field) {
  const { value, displayValue } = field ?? {};
  if (value === null || value === undefined || value === '') return '';
  switch (info?.dataType) {
    case 'Date':
      return day(value);
    case 'DateTime':
      return moment(value);
    case 'Double':
    case 'Percent':
      return numberText(value, info.scale);
    case 'Boolean':
      return value ? 'Yes' : 'No';
    default:
      return displayValue ?? String(value);
  }
}

/** A value ready for a template: its text, where it leads, and what it is. */
export function shown(info, record) {
  const empty = { text: '', url: undefined, isLink: false, isBoolean: false, isNumber: false, isLong: false };
  if (!info || !record) return empty;
  const field = record.fields[info.apiName];
  if (info.reference) {
    const parent = record.fields[info.relationshipName];
    const id = field?.value ?? parent?.value?.id;
    if (!id) return empty;
    const object = parent?.value?.apiName;
    const text = parent?.value?.fields?.Name?.value ?? parent?.displayValue ?? id;
    const url = object && object !== 'User' && object !== 'Group' ? `/lightning/r/${object}/${id}/view` : undefined;
    return { ...empty, text, url, isLink: url !== undefined };
  }
  const text = textOf(info, field);
  if (info.dataType === 'Boolean') return { ...empty, text, isBoolean: true, icon: field?.value ? 'utility:check' : undefined };
  if (text !== '' && info.dataType === 'Url') return { ...empty, text, url: text, isOutside: true };
  if (text !== '' && info.dataType === 'Email') return { ...empty, text, url: `mailto:${text}`, isOutside: true };
  if (info.nameField && record.apiName) return { ...empty, text, url: `/lightning/r/${record.apiName}/${record.id}/view`, isName: true };
  return { ...empty, text, isNumber: ['Double', 'Percent', 'Currency'].includes(info.dataType), isLong: info.dataType === 'TextArea' };
}
