console.log(`gravitas cli placeholder: ${process.argv.slice(2).join(' ')}`);
