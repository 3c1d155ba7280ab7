// The bytes of a file inside the bundle, as a data URL in base64.

declare module '*.wasm?url&inline' {
  const dataUrl: string
  export default dataUrl
}
