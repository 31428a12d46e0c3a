/** The help text alone, so that `gravitas --help` loads nothing else. */
export const help = `gravitas: an event-sourced escalation and decision log

Usage: gravitas COMMAND [OPTIONS]

Commands:
  start     start the server
  demo      make demo data
  import    read issues from a CSV file
  replay    rebuild everything from the log and compare it with what was recorded
  explain   say why an issue went where it went
  token     make an access token

Options:
  -h, --help    this text; after a command, the command's own
  --version     the version
  --json        answer as JSON (every command)

Exit: 0 well, 1 a check failed, 2 bad usage or input.
`;
