/** A filter of jest's: of all tests of a part those that run for the mutant at hand. The list is set by nearest-tests.mjs, in the same process. */
const chosen = { files: undefined };

module.exports = async (paths) => ({ filtered: chosen.files ? paths.filter((path) => chosen.files.has(path)) : paths });
module.exports.choose = (files) => {
  chosen.files = files && new Set(files);
};
