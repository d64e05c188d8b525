/** Visibility rules of App Builder, for the operands that pages of the package use. */
const recordField = /^\{!Record\.(.+)\}$/;
const permission = /^\{!\$Permission\.(?:CustomPermission|StandardPermission)\.(?:\w+__)?(\w+)\}$/;
const userField = /^\{!\$User\.(.+)\}$/;

/** Fields of the record, by name, that the rules of some items ask for. */
export function fieldsIn(items) {
  const criteria = items.flatMap(({ visibility }) => visibility?.criteria ?? []);
  return [...new Set(criteria.flatMap(({ left }) => recordField.exec(left)?.[1] ?? []))];
}

function valueOf(left, record) {
  const field = recordField.exec(left)?.[1];
  if (field !== undefined) {
    let at = { value: record };
    for (const name of field.split('.')) at = at?.value?.fields?.[name];
    return at?.value;
  }
  const { persona } = window.quittancePreview;
  const wanted = permission.exec(left)?.[1];
  if (wanted !== undefined) return persona.permissions.includes(wanted);
  return userField.test(left) ? persona[userField.exec(left)[1].toLowerCase()] : undefined;
}

function holds({ left, operator, right }, record) {
  const value = valueOf(left, record);
  const text = value === undefined || value === null ? '' : String(value);
  switch (operator) {
    case 'EQUAL':
      return text === right;
    case 'NE':
      return text !== right;
    case 'CONTAINS':
      return text.includes(right);
    case 'GT':
      return Number(text) > Number(right);
    case 'GE':
      return Number(text) >= Number(right);
    case 'LT':
      return Number(text) < Number(right);
    case 'LE':
      return Number(text) <= Number(right);
    default:
      return false;
  }
}

/** "1 AND (2 OR 3)" with the verdicts of the criteria, read from left to right as AND binds tighter than OR. */
function logical(text, verdicts) {
  const words = text.match(/\d+|AND|OR|NOT|[()]/gi) ?? [];
  let at = 0;
  let either = () => false;
  const one = () => {
    const word = words[at++]?.toUpperCase();
    if (word === 'NOT') return !one();
    if (word !== '(') return verdicts[Number(word) - 1] === true;
    const inner = either();
    at += 1;
    return inner;
  };
  const both = () => {
    let verdict = one();
    while (words[at]?.toUpperCase() === 'AND') {
      at += 1;
      const next = one();
      verdict = verdict && next;
    }
    return verdict;
  };
  either = () => {
    let verdict = both();
    while (words[at]?.toUpperCase() === 'OR') {
      at += 1;
      const next = both();
      verdict = verdict || next;
    }
    return verdict;
  };
  return either();
}

/** Whether a component shows. While the record is still read, what depends on it does not. */
export function isShown(visibility, record) {
  if (!visibility || visibility.criteria.length === 0) return true;
  const verdicts = visibility.criteria.map((each) => holds(each, record));
  return visibility.logic ? logical(visibility.logic, verdicts) : verdicts.every(Boolean);
}
