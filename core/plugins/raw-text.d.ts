/** A file as text, put in when the lab is built. */
declare module '*?raw' {
  const text: string;
  export default text;
}
