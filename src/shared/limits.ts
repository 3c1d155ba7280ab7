/** Every limit of the lab's inputs, with its reason. */

/** Characters of a sweep spec: a thousand times a long one, and as much as one message of the window may carry. */
export const SPEC_CHARACTERS = 1_000_000

/** Nesting of a sweep spec: the format needs 4; a recursive reader stays far from the end of its stack. */
export const SPEC_DEPTH = 20

/** Values and keys of a sweep spec, counted together: bounds the time of reading a hostile text. */
export const SPEC_NODES = 200_000

/** Words, brackets, commas and spaces of a text: three for each value; a reader of YAML takes some microseconds for each. */
export const SPEC_LEXEMES = 600_000

/** Problems told at once: more than a person repairs in one go. */
export const SPEC_PROBLEMS = 50

/** Characters of a sweep's name: it becomes a file name, whose bytes most systems limit to 255. */
export const NAME_CHARACTERS = 200

/** Characters of the notes: a long article, and as much as the window sends in one message. */
export const NOTES_CHARACTERS = 200_000

/** Characters of a path: what Linux takes. */
export const PATH_CHARACTERS = 4096

/** Values of one factor: no chart tells more apart, and a product of factors is limited besides. */
export const FACTOR_VALUES = 10_000

/** Points of the grid before rules: expanding them all takes well under a second. */
export const GRID_POINTS = 100_000

/** Configurations after rules and merging: tables and charts stay usable. */
export const CONFIGURATIONS = 10_000

/** Trials of one sweep: a day at one trial a second, and a report that fits in memory. */
export const TRIALS = 100_000

/** Rules of one sweep: each is asked at every point of the grid. */
export const RULES = 200

/** Largest seed: what four bytes hold, as NumPy and Keras take it; the generator's key has room for 53 bits. */
export const LARGEST_SEED = 4_294_967_295

/** Hidden layers of a network: the deepest plain nets in the literature have some hundreds. */
export const DEPTH = 1000

/** Units of one layer: a layer of 4096 x 4096 float32 weights takes 64 MB. */
export const WIDTH = 4096

/** Updates, or epochs, of one trial: hours on one core for the smallest network. */
export const STEPS = 1_000_000

/** Samples of one batch or one training split: the largest data set that the lab reads. */
export const SAMPLES = 1_000_000

/** Classes of a task, and the largest class label of `task.labels`. */
export const CLASSES = 1000

/** Pixels between two places of a kernel: past the side of the largest built-in image nothing is left to move over. */
export const CONVOLUTION_STRIDE = 14

/** Steps at which histograms are kept: as many pictures as a person looks through, at 800 bytes a layer each. */
export const HISTOGRAM_STEPS = 100
