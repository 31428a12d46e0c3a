-- Keys apart from what is derived: they are backed up, and the rest may be thrown away.
CREATE DATABASE gravitas_vault;
