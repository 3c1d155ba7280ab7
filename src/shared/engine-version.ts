/** Version of the numerics: raised with every change of a bit in any result. Equal versions promise equal bits. */
export const ENGINE_VERSION = '2'
