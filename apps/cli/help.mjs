/** The help text alone, so that `gravitas --help` loads nothing else. */
export const help = `gravitas: an event-sourced escalation and decision log

Usage: gravitas COMMAND [OPTIONS]

Commands:
  start     start the server
  demo      make demo data
  import    read issues, people, sites, partners or orders from a CSV file
  export    write people, sites, partners or orders to a CSV file
  replay    rebuild everything from the log and compare it with what was recorded
  explain   say why an issue went where it went
  token     make an access token
  doctor    look a data folder over, and say what to do
  backup    copy the log while the server runs, and check the copy
  restore   make a data folder of a backup
  copy-log  copy a log into another store

Options:
  -h, --help    this text; after a command, the command's own
  --version     the version
  --json        answer as JSON (every command)

Exit: 0 well, 1 a check failed, 2 bad usage or input.
`;
