export const save = (client) =>
	client.query(`
		INSERT	INTO	part	(
			name
		)	VALUES	($1)`)
