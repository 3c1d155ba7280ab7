import path from 'node:path'
import { expect, it } from 'vitest'
import { reportFilesIn } from '../../src/main/report-files'

it('finds the reports among the words of a command line', () => {
  const words = ['/opt/electron', '--no-sandbox', '.', 'a.initlab', '/b/c.INITLAB', '--x=d.initlab', 'e.csv']
  expect(reportFilesIn(words, '/home/ada')).toEqual([
    path.resolve('/home/ada/a.initlab'),
    path.resolve('/b/c.INITLAB'),
  ])
})
