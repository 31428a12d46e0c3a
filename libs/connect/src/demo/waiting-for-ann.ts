import { BOONE, CHEN, DANA, IYER, LINDQVIST, MARSH, SATO } from './cast.js';
import { usd } from './policies.js';
import { askFor } from './scene-words.js';
import type { Told } from './script.js';
import { at } from './story-time.js';

/** What waits for Ann when the story ends: she has been before a committee since Monday noon. */
export interface Waiting {
  readonly name: string;
  readonly filed: readonly [day: string, time: string];
  readonly by: string;
  /** When Joan has seen it; null: nobody has. */
  readonly seen: readonly [day: string, time: string] | null;
  readonly told: Told;
}

export const WAITING_FOR_ANN: readonly Waiting[] = [
  {
    name: 'tenant',
    filed: ['09-25', '14:10'],
    by: DANA,
    seen: ['09-25', '14:35'],
    told: {
      title: '118 devices boot into the wrong tenant at Alder County',
      kind: 'misconfigured',
      site: 'alder-county',
      partner: 'orchard',
      units: 118,
      neededBy: at('10-07', '16:00'),
      visibility: 2,
      criticalDetail: 'configured',
      ask: askFor(
        'public_statement',
        "Tell the parents of Alder County in public that nobody outside has seen a pupil's data",
        'Answer only those who ask',
      ),
    },
  },
  {
    name: 'packing-list',
    filed: ['09-28', '09:20'],
    by: IYER,
    seen: ['09-28', '10:10'],
    told: {
      title: 'Packing list 242 does not match the count at Red Bluff',
      kind: 'wrong_count',
      site: 'red-bluff',
      partner: 'halyard',
      units: 74,
      neededBy: at('10-08', '16:00'),
      visibility: 1,
      ask: askFor(
        'contract_change',
        "Change Halyard's contract: every pallet is counted twice before it leaves",
        'Send one of us to count for a month',
      ),
    },
  },
  {
    name: 'split-load',
    filed: ['09-28', '10:05'],
    by: CHEN,
    seen: ['09-28', '11:00'],
    told: {
      title: 'Consolidated load for Hollandale split without notice',
      kind: 'late',
      site: 'hollandale',
      partner: 'northline',
      units: 240,
      neededBy: at('10-06', '12:00'),
      visibility: 2,
      ask: askFor('official_visit', "Go to Hollandale's board meeting on Thursday and explain the slip", 'Send Sam with a letter of yours'),
    },
  },
  {
    name: 'image-104',
    filed: ['09-28', '11:15'],
    by: LINDQVIST,
    seen: ['09-28', '12:30'],
    told: {
      title: 'Content filter missing on image 104, Tupper',
      kind: 'misconfigured',
      site: 'tupper',
      partner: 'brightpath',
      units: 160,
      neededBy: at('10-07', '12:00'),
      visibility: 1,
      criticalDetail: 'configured',
      ask: askFor(
        'waiver',
        'Let the schools of Tupper filter on their own network for two weeks',
        'Keep the devices in their boxes until image 105',
      ),
    },
  },
  {
    name: 'crushed',
    filed: ['09-28', '14:25'],
    by: DANA,
    seen: ['09-28', '15:05'],
    told: {
      title: 'Crushed corners on 710 cartons at Harrow Falls',
      kind: 'damaged',
      site: 'harrow-falls',
      partner: 'northline',
      units: 710,
      neededBy: at('10-06', '16:00'),
      visibility: 1,
      irreversible: true,
      criticalDetail: 'packed_safely',
      ask: askFor(
        'write_off',
        'Write off 710 devices ($271,930), claim them from the carrier and reorder today',
        'Open every carton and sort, two weeks',
        { writeOff: usd(271_930) },
      ),
    },
  },
  {
    name: 'layout',
    filed: ['09-28', '15:40'],
    by: MARSH,
    seen: ['09-28', '16:20'],
    told: {
      title: '96 units with the wrong keyboard layout, Lower Pearl',
      kind: 'wrong_model',
      site: 'lower-pearl',
      partner: 'vantar',
      units: 96,
      neededBy: at('10-08', '16:00'),
      visibility: 0,
      ask: askFor('waiver', 'Waive the layout for Lower Pearl, as for Copper Basin', 'Exchange all 96, three weeks'),
    },
  },
  {
    name: 'windows',
    filed: ['09-28', '16:10'],
    by: SATO,
    seen: ['09-28', '16:40'],
    told: {
      title: 'Cedar & Lake delivers to Oakwater only between five and six',
      kind: 'late',
      site: 'oakwater',
      partner: 'cedar-lake',
      units: 130,
      neededBy: at('10-07', '12:00'),
      visibility: 0,
      ask: askFor('contract_change', "Change Cedar & Lake's contract: two delivery windows a day in the west", 'Pay the janitors overtime'),
    },
  },
  {
    name: 'night-guard',
    filed: ['09-29', '08:15'],
    by: BOONE,
    seen: ['09-29', '08:40'],
    told: {
      title: '64 devices taken from the loading dock at Jubilee',
      kind: 'stolen',
      site: 'jubilee',
      partner: null,
      units: 64,
      neededBy: at('10-06', '16:00'),
      visibility: 2,
      ask: askFor('public_statement', 'Say in public what was taken, and that the devices are locked from afar', 'Leave it to the police'),
    },
  },
  {
    name: 'truck-711',
    filed: ['09-29', '08:40'],
    by: IYER,
    seen: ['09-29', '08:55'],
    told: {
      title: 'Truck 711 held at the state line, 1,380 laptops short for Magnolia Heights',
      kind: 'late',
      site: 'magnolia-heights',
      partner: 'northline',
      units: 1_380,
      neededBy: at('09-30', '12:00'),
      visibility: 3,
      criticalDetail: 'on_time',
      ask: askFor(
        'spend',
        "Charter four vans from Northline's hub tonight, $18,200",
        'Let it come on Thursday and open the term on Friday',
        { spend: usd(18_200) },
      ),
    },
  },
  {
    name: 'harbor',
    filed: ['09-29', '09:20'],
    by: CHEN,
    seen: null,
    told: {
      title: 'Pallets for Tern Harbor stand in the rain at the ferry',
      kind: 'late',
      site: 'tern-harbor',
      partner: 'cedar-lake',
      units: 88,
      neededBy: at('09-30', '10:00'),
      visibility: 2,
      ask: askFor(
        'official_visit',
        'Call the harbor master yourself: he lets nobody else through before noon',
        'Wait for the noon ferry and unpack in the evening',
      ),
    },
  },
];
