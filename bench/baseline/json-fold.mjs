/** What reading a log cannot be faster than: JSON.parse of each body in memory, and a count by type. */
export function jsonFold(bodies) {
  const counts = new Map();
  for (const body of bodies) {
    const { type } = JSON.parse(body);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
