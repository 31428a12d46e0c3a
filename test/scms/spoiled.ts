/** A wrong row, and what must be told of it. Changes are made to a row that is no issue. */
export interface Spoiling {
  readonly what: string;
  readonly change: Readonly<Record<string, string>> | ((line: Buffer) => Buffer);
  readonly column: string;
  readonly reason: string;
}

const before = (line: Buffer, text: string): number => line.indexOf(text);

/** Puts a byte that UTF-8 does not know in front of the country. */
const withBadByte = (line: Buffer): Buffer => {
  const at = before(line, ',PMO - US,') - 1;
  return Buffer.concat([line.subarray(0, at), Buffer.from([0xff]), line.subarray(at)]);
};

export const SPOILINGS: readonly Spoiling[] = [
  { what: 'no key', change: { ID: '' }, column: 'ID', reason: 'is empty' },
  { what: 'no delivery', change: { 'ASN/DN #': ' ' }, column: 'ASN/DN #', reason: 'is empty' },
  {
    what: 'a day that does not exist',
    change: { 'Scheduled Delivery Date': '2011-02-30' },
    column: 'Scheduled Delivery Date',
    reason: '"2011-02-30" is not a day between 1970 and 9999',
  },
  {
    what: 'words for a day',
    change: { 'Delivered to Client Date': 'Date Not Captured' },
    column: 'Delivered to Client Date',
    reason: '"Date Not Captured" is not a date of the form YYYY-MM-DD',
  },
  {
    what: 'a day that is still to come',
    change: { 'Delivered to Client Date': '2999-01-01' },
    column: 'Delivered to Client Date',
    reason: 'lies in the future',
  },
  {
    what: 'a day before the history',
    change: { 'Scheduled Delivery Date': '2005-12-01' },
    column: 'Scheduled Delivery Date',
    reason: 'leads to a filing at 2005-12-02T07:00:00.000Z, before the history begins at 2006-01-02T00:00:00.000Z',
  },
  { what: 'less than nothing', change: { 'Line Item Quantity': '-3' }, column: 'Line Item Quantity', reason: '"-3" is less than nothing' },
  {
    what: 'half a unit',
    change: { 'Line Item Quantity': '2.5' },
    column: 'Line Item Quantity',
    reason: '"2.5" is not a whole number from 0 to 1000000000',
  },
  { what: 'no value', change: { 'Line Item Value': '' }, column: 'Line Item Value', reason: 'is empty' },
  {
    what: 'a float',
    change: { 'Line Item Value': '1e21' },
    column: 'Line Item Value',
    reason: '"1e21" is not a number such as 1234.5',
  },
  {
    what: 'a huge value',
    change: { 'Line Item Value': '9'.repeat(300) },
    column: 'Line Item Value',
    reason: 'leads to more than 10000000000000 minor units of USD',
  },
  {
    what: 'a number of another country',
    change: { 'Freight Cost (USD)': '1.234,56' },
    column: 'Freight Cost (USD)',
    reason: '"1.234,56" is not a number such as 1234.5',
  },
  {
    what: 'a way that the mapping does not know',
    change: { 'Fulfill Via': '__proto__' },
    column: 'Fulfill Via',
    reason: '"__proto__" is not one of the values that the mapping knows',
  },
  { what: 'no country', change: { Country: '' }, column: 'Country', reason: 'is empty' },
  {
    what: 'an endless text',
    change: { 'Item Description': 'x'.repeat(2001) },
    column: 'Item Description',
    reason: 'is longer than 2000 characters',
  },
  { what: 'a control character', change: { Country: 'Viet\u0007nam' }, column: 'Country', reason: 'holds a control character' },
  { what: 'a byte that is no UTF-8', change: withBadByte, column: 'Country', reason: 'holds bytes that are not valid in the encoding' },
  {
    what: 'a cell less',
    change: (line) => line.subarray(0, line.lastIndexOf(',')),
    column: '',
    reason: 'has 32 cells where the header has 33',
  },
  {
    what: 'a cell more',
    change: (line) => Buffer.concat([line, Buffer.from(',')]),
    column: '',
    reason: 'has 34 cells where the header has 33',
  },
  {
    what: 'a quote that is never closed',
    change: (line) =>
      Buffer.concat([line.subarray(0, before(line, ',PMO - US,') + 1), Buffer.from('"'), line.subarray(before(line, ',PMO - US,') + 1)]),
    column: '',
    reason: 'a quote is opened that is not closed before the next delimiter or line end',
  },
];
