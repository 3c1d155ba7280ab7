process.stdout.write('init-lab\n')
