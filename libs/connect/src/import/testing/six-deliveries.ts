import { parcel, LATE } from './parcels.js';

/** Six deliveries: one grows old until the standing order holds, one is open at the end. */
export const SIX = [
  LATE,
  parcel({ Id: '2', Notice: 'N-2', Order: 'O-2', Town: 'Ajaccio', Way: 'sea', Value: '90000', Came: '2010-05-20' }),
  parcel({ Id: '3', Notice: 'N-2', Order: 'O-2', Town: 'Ajaccio', Way: 'sea', Value: '7000', Came: '2010-03-09' }),
  parcel({ Id: '4', Notice: 'N-3', Order: 'O-3', Due: '2010-03-10', Came: '2010-03-30', Freight: '4000', What: 'Glass' }),
  parcel({ Id: '5', Notice: 'N-4', Order: 'O-3', Due: '2010-03-10', Came: '2010-03-11', Maker: 'Best' }),
  parcel({ Id: '6', Notice: 'N-5', Order: 'O-4', Due: '2010-05-10', Came: '2010-05-14' }),
  parcel({ Id: '7', Notice: 'N-6', Order: 'O-5', Due: '2010-06-10', Came: '' }),
  parcel({ Id: '8', Notice: 'N-7', Due: '2010-06-10', Came: '2010-06-09' }),
];
