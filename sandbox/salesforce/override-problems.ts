import type { Draft } from './deploy-draft.ts';
import type { Found } from './named-fields.ts';
import { children, text, type XmlNode } from './xml.ts';

/**
 * What a deployment refuses where an app or an object puts a Lightning page in the place of a standard one: a page that is not there or is of
 * another kind, of another object, or a home page for the phone, where there is none (U-274). `owner` is the object that holds the override, if one does.
 */
export function overrideProblems(draft: Draft, node: XmlNode, owner?: string): Found[] {
  const overrides = [...children(node, 'actionOverrides'), ...children(node, 'profileActionOverrides')].filter((each) => text(each, 'type') === 'Flexipage');
  return overrides.filter((each) => !isValid(draft, each, owner ?? text(each, 'pageOrSobjectType') ?? '')).map((each) => {
    const content = text(each, 'content') ?? '';
    return { message: `${content} does not exist or is not a valid override for action ${text(each, 'actionName') ?? ''}.`, at: `<content>${content}<` };
  });
}

function isValid(draft: Draft, override: XmlNode, place: string): boolean {
  const page = draft.others.get(`FlexiPage:${text(override, 'content') ?? ''}`)?.node;
  if (!page) return false;
  if (text(override, 'actionName') === 'Tab') return place === 'standard-home' && text(page, 'type') === 'HomePage' && text(override, 'formFactor') === 'Large';
  return text(override, 'actionName') === 'View' && text(page, 'type') === 'RecordPage' && text(page, 'sobjectType') === place;
}

/** The utility bar of an app is a Lightning page of its own type. */
export function utilityBarProblems(draft: Draft, node: XmlNode): Found[] {
  const name = text(node, 'utilityBar');
  if (name === undefined) return [];
  const page = draft.others.get(`FlexiPage:${name}`)?.node;
  if (page && text(page, 'type') === 'UtilityBar') return [];
  return [{ message: page ? `In field: utilityBar - ${name} is no page of type UtilityBar` : `In field: utilityBar - no FlexiPage named ${name} found`, at: `<utilityBar>${name}<` }];
}
