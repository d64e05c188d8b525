/** The icons a tab may have, by number from 1. */
const words: readonly string[] = [
  'Heart', 'Fan', 'Sun', 'Hexagon', 'Leaf', 'Triangle', 'Square', 'Diamond', 'Lightning', 'Moon',
  'Star', 'Circle', 'Box', 'Hands', 'People', 'Bank', 'Sack', 'Form', 'Wrench', 'Airplane',
  'Computer', 'Telephone', 'Envelope', 'Building', 'Alarm clock', 'Flag', 'Laptop', 'Cell phone', 'PDA', 'Radar dish',
  'Car', 'Factory', 'Desk', 'Insect', 'Microphone', 'Train', 'Bridge', 'Camera', 'Telescope', 'Credit card',
  'Cash', 'Treasure chest', 'Jewel', 'Hammer', 'Ticket', 'Postage', 'Knight', 'Trophy', 'CD/DVD', 'Big top',
  'Apple', 'Balls', 'Bell', 'Boat', 'Books', 'Bottle', 'Building Block', 'Caduceus', 'Can', 'Umbrella',
  'Castle', 'Chalkboard', 'Chip', 'Compass', 'Cup', 'Dice', 'Gears', 'Globe', 'Guitar', 'Handsaw',
  'Headset', 'Helicopter', 'Highway Sign', 'Hot Air Balloon', 'IP Phone', 'Keys', 'Locked', 'Map', 'Measuring Tape', 'Motorcycle',
  'Musical Note', 'Whistle', 'Pencil', 'Presenter', 'Real Estate Sign', 'Red Cross', 'Safe', 'Sailboat', 'Saxophone', 'Scales',
  'Shield', 'Ship', 'Shopping Cart', 'Stethoscope', 'Stopwatch', 'Street Sign', 'Thermometer', 'Truck', 'TV CRT', 'TV Widescreen',
];

const plain = (word: string): string => word.toLowerCase().replaceAll(' ', '');
const numbers = new Map(words.map((word, index) => [plain(word), index + 1] as const));

/** Why a motif such as `Custom13: Box` is none; undefined when it may be one. Sources spell some names otherwise, so a name that is not listed passes. */
export function motifProblem(said: string): string | undefined {
  const [, digits = '', word = ''] = /^Custom(\d+): (.+)$/.exec(said) ?? [];
  const number = Number(digits);
  if (digits === '' || number < 1 || number > words.length) return `there are the icons Custom1 to Custom${words.length}, each with its name`;
  const other = numbers.get(plain(word));
  return other === undefined || other === number ? undefined : `${word} is Custom${other}, and Custom${number} is ${words[number - 1] ?? ''}`;
}
