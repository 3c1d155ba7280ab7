/** What a chart shows as text: for the table view, and for CSV. */
export interface DataTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
