import fc from 'fast-check';

// CI must give one commit one verdict; elsewhere every run tries new values. A failure prints its seed.
if (process.env['CI'] === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 });
