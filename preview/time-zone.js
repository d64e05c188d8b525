/** Every user of the sandbox org lives in GMT, as its display values say. */
export default 'UTC';
