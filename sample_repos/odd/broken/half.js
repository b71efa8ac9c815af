const before = (client) => client.query("INSERT INTO part (name) VALUES ($1)", ["nut"]);
function broken( { if (
