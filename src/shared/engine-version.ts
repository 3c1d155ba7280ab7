/** Version of the numerics: raised with every change of a bit in any result. Equal versions promise equal bits. */
export const ENGINE_VERSION = '2'

/** The bits of the training of src/workers/self-test, the same on every system; a new value needs a new version. */
export const ENGINE_BITS = '0473f923fa9075f3'
