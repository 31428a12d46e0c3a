import { codeOf } from '../import/code-of.js';

export const REGIONS = ['north', 'east', 'south', 'west', 'central'] as const;
export type Region = (typeof REGIONS)[number];
type SiteClass = 'city' | 'town' | 'rural';

/** A school district: where devices should arrive. `devices` is its allotment, all of one order. */
export interface District {
  readonly code: string;
  readonly name: string;
  readonly region: Region;
  readonly siteClass: SiteClass;
  readonly devices: number;
  readonly order: string;
}

/** Invented names, by region and class. */
const NAMES: Readonly<Record<Region, Readonly<Record<SiteClass, string>>>> = {
  north: {
    city: 'Harrow Falls',
    town: 'Moss Ridge, Eastgate, Corran Mills, Pine Hollow, New Hope, Stillwater Bend, Ashby, Kettle River',
    rural:
      'Alder County, Tamarack, Grays Landing, Otter Lake, Hemlock Flats, Birch Grove, Larkspur, Deer Crossing, Quarry Hill, Wolf Creek, Fern Valley, Boulder Pass, Loon Bay, Spruce Knob, Mill Prairie, Sable Point, North Tolland, Cold Brook, Iron Gap, Heron Marsh, Pike Narrows',
  },
  east: {
    city: 'Port Calder',
    town: 'Hollandale, Tern Harbor, Seabright, Amity, Clay Junction, Willet, Saltmarsh, Fairlee',
    rural:
      'Lower Pearl, Dunmore County, Gull Island, Cedar Neck, Marlow, Osprey, Tidewater Flats, Bell Haven, Sandy Fork, Plover, Reed Bank, Crane Inlet, Dovers Mill, Whitby Point, Low Meadow, Anchor Hill, Brant Creek, Skiff Landing, Egret, Old Wharf, Barrow Sound',
  },
  south: {
    city: 'Magnolia Heights',
    town: 'Red Bluff, Jubilee, Sweetgum, Pecan Springs, Delray Crossing, Bayou Vista, Holly Bend, Camellia',
    rural:
      'Greenlee, Cypress Hollow, Tallow, Cane Fork, Yellow Pine, Mayhaw, Sumner County, Persimmon, Dry Fork, Little Bayou, Oxbow, Indigo, Sorrel Creek, Palmetto Flats, Catalpa, Blue Heron, Hickory Shoals, Redfield, Muscadine, Turkey Branch, Fallow',
  },
  west: {
    city: 'Silver Mesa',
    town: 'Oakwater, Juniper, Copper Basin, Larkin, High Sierra View, Sagebrush, Vista Grande, Painted Rock',
    rural:
      'Antelope Wells, Dry Gulch, Mesquite, Canyon County, Two Forks, Ocotillo, Lone Butte, Coyote Springs, Flint, Sundown, Arroyo Seco, Cholla, Bitter Creek, Cinder Cone, Yucca Flat, Salt Pan, Ridgeline, Windmill, Mule Pass, Pronghorn',
  },
  central: {
    city: 'Union Grove, Weston',
    town: 'Tupper, Maple Plain, Grange, Cornell Bend, Prairie View, Hartwell, Fielding, Clover',
    rural:
      'Barley, Elm County, Wheatfield, Osage, Rolling Fork, Sunflower, Harvest, Limestone, Silo, Cottonwood, Bluestem, Meadowlark, Plainsong, Threshers, Grain Valley, Hay Creek, Flax, Stockton Well, Milo',
  },
};

/** Devices in a district of each class: from, and so much more at most. */
const ALLOTMENTS: Readonly<Record<SiteClass, readonly [from: number, more: number]>> = {
  city: [1_400, 300],
  town: [300, 200],
  rural: [100, 130],
};

const MOSS_RIDGE_DEVICES = 1_792;
const FIRST_ORDER = 4101;

/** All 148, the same whatever the seed. */
export const DISTRICTS: readonly District[] = REGIONS.flatMap((region) =>
  (['city', 'town', 'rural'] as const).flatMap((siteClass) =>
    NAMES[region][siteClass]
      .split(', ')
      .map((name) => ({ name, region, siteClass, code: codeOf(name.toLowerCase().replaceAll(' ', '-')) })),
  ),
).map((district, index) => ({
  ...district,
  devices: allotment(district.name, district.siteClass, index),
  order: `PO-${FIRST_ORDER + index}`,
}));

export const TOTAL_DEVICES = DISTRICTS.reduce((sum, { devices }) => sum + devices, 0);

function allotment(name: string, siteClass: SiteClass, index: number): number {
  if (name === 'Moss Ridge') return MOSS_RIDGE_DEVICES;
  const [from, more] = ALLOTMENTS[siteClass];
  // Steps of 7 in 23: they look uneven and need no dice.
  return from + Math.floor((more * ((index * 7) % 23)) / 22);
}
