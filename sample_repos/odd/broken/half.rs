fn before(client: &Client) {
    client.execute("INSERT INTO part (name) VALUES ('nut')", &[]);
}

fn broken(( -> {
    let x = ;
}}}

fn after(client: &Client) {
    client.execute("INSERT INTO part (name) VALUES ('washer')", &[]);
