export const Form = ({ client }) => {
    const save = () => client.query('INSERT INTO part (name) VALUES ($1)', ['nut'])
    return <form onSubmit={save}><div></form>
}}
