console.log(`gravitas server placeholder on Node ${process.version}`);
