/** Stands in for what a bundle leaves out. */
export default undefined;
