export const before = (client) => client.query('INSERT INTO part (name) VALUES ($1)', ['nut'])

interface Broken { name: ; <<<<<<< HEAD
=======
>>>>>>> theirs

export const after = (client) => client.query('INSERT INTO part (name) VALUES ($1)', ['washer'])
