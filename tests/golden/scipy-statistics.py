# Writes scipy-statistics.json, the golden values of tests/shared/statistics: python3 tests/golden/scipy-statistics.py
import json, itertools, numpy as np, scipy
from scipy import stats, special
out={'about':'Golden values of SciPy %s and NumPy %s; infinite values as "inf"'%(scipy.__version__,np.__version__)}
zs=[-38,-30,-20,-10,-8,-6,-5,-4,-3,-2.5,-2,-1.96,-1.5,-1,-0.5,-0.1,-1e-9,0,1e-9,0.3,0.7,1,1.5,1.9999,2,2.0001,2.5,3,4,6,8]
out['normalCdf']=[[z,float(special.ndtr(z))] for z in zs]
ps=[1e-300,1e-100,1e-20,1e-10,1e-5,0.001,0.005,0.01,0.025,0.05,0.074,0.0751,0.1,0.2,0.3,0.5,0.6,0.8,0.9,0.925,0.95,0.975,0.995,0.9999,1-1e-12]
out['normalQuantile']=[[p,float(special.ndtri(p))] for p in ps]
rng=np.random.default_rng(1)
mw=[]
def enc(x): return ['inf' if np.isinf(v) else float(v) for v in x]
for n,m,kind in [(3,7,'c'),(8,8,'c'),(10,10,'c'),(20,20,'c'),(25,31,'c'),(5,5,'t'),(7,6,'t'),(8,8,'d'),(40,45,'c'),(40,45,'t'),(100,90,'d')]:
    a=rng.normal(size=n).round(6); b=(rng.normal(size=m)+.6).round(6)
    if kind=='t': a=np.round(a); b=np.round(b)
    if kind=='d':
        a[rng.random(n)<.2]=np.inf; b[rng.random(m)<.3]=np.inf
    case={'a':enc(a),'b':enc(b)}
    if n+m<=60:
        if kind=='c':
            meth='exact'
        else:
            meth=stats.PermutationMethod(n_resamples=10**6)
        origin='exact' if kind=='c' else 'permutation'
    else: meth='asymptotic'; origin='asymptotic'
    ra=stats.rankdata(np.concatenate([a,b])) ; aa,bb=ra[:n],ra[n:]
    for alt in ['less','greater','two-sided']:
        r=stats.mannwhitneyu(aa,bb,alternative=alt,method=meth,**({'use_continuity':True} if meth=='asymptotic' else {}))
        case[alt]=float(r.pvalue)
    case['origin']=origin
    mw.append(case)
out['mannWhitney']=mw
wx=[]
for n,kind in [(5,'c'),(8,'c'),(12,'c'),(30,'c'),(50,'c'),(8,'t'),(10,'z'),(12,'z')]:
    a=rng.normal(size=n).round(4); b=(rng.normal(size=n)+.5).round(4)
    if kind in 'tz':
        a=np.round(a*2); b=np.round(b*2)
        if kind=='t': b=np.where(a==b,b+1,b)
    d=a-b
    case={'a':enc(a),'b':enc(b)}
    for alt in ['less','greater','two-sided']:
        if kind=='c':
            r=stats.wilcoxon(d,alternative=alt,method='exact'); p=r.pvalue; case['origin']='wilcoxon exact'
        else:
            # enumeration of all signs with Pratt's ranks
            rk=stats.rankdata(abs(d)); nz=d!=0; k=rk[nz]; W=k[d[nz]>0].sum()
            sums=np.array([sum(r for r,s in zip(k,sg) if s) for sg in itertools.product([0,1],repeat=len(k))])
            lo=(sums<=W).mean(); hi=(sums>=W).mean()
            p={'less':lo,'greater':hi,'two-sided':min(1,2*min(lo,hi))}[alt]; case['origin']='all signs enumerated over scipy.stats.rankdata (Pratt)'
        case[alt]=float(p)
    wx.append(case)
for n in [70,90]:
    a=rng.normal(size=n).round(1); b=(rng.normal(size=n)+.3).round(1)
    d=np.round(a-b,1); 
    a=np.round(a*10);b=np.round(b*10); d=a-b
    case={'a':enc(a),'b':enc(b),'origin':'wilcoxon approx, pratt, correction'}
    for alt in ['less','greater','two-sided']:
        case[alt]=float(stats.wilcoxon(d,alternative=alt,method='approx',zero_method='pratt',correction=True).pvalue)
    wx.append(case)
out['wilcoxon']=wx
# BCa
bc=[]
for data,name in [([0.12,0.2,0.31,0.4,0.55,0.7,1.1,1.9],'mean'),([1,2,3,4,5,6,7,8,9,20],'mean'),(list(rng.exponential(size=25).round(3)),'mean'),(list(rng.exponential(size=15).round(3)),'median')]:
    f={'mean':np.mean,'median':np.median}[name]
    c={'values':[float(x) for x in data],'statistic':name}
    for meth in ['percentile','BCa']:
        los=[];his=[]
        r=stats.bootstrap((np.array(data),),f,n_resamples=200000,method=meth,vectorized=True,rng=np.random.default_rng(5),batch=20000)
        c[meth]=[float(r.confidence_interval.low),float(r.confidence_interval.high)]
    bc.append(c)
out['bootstrap']=bc
x=rng.exponential(size=12).round(3); y=(rng.exponential(size=10)*2).round(3)
r=[stats.bootstrap((x,y),lambda a,b,axis=-1: np.mean(a,axis=axis)-np.mean(b,axis=axis),n_resamples=200000,method=m,rng=np.random.default_rng(5),batch=20000).confidence_interval for m in ['percentile','BCa']]
out['bootstrapDifference']={'a':x.tolist(),'b':y.tolist(),'percentile':[float(r[0].low),float(r[0].high)],'BCa':[float(r[1].low),float(r[1].high)]}
x=rng.exponential(size=12).round(3); y=(x+rng.normal(size=12)*.2+.1).round(3)
r=[stats.bootstrap((x,y),lambda a,b,axis=-1: np.mean(a,axis=axis)-np.mean(b,axis=axis),paired=True,n_resamples=200000,method=m,rng=np.random.default_rng(5),batch=20000).confidence_interval for m in ['percentile','BCa']]
out['bootstrapPaired']={'a':x.tolist(),'b':y.tolist(),'percentile':[float(r[0].low),float(r[0].high)],'BCa':[float(r[1].low),float(r[1].high)]}
# BH
p=[0.01,0.04,0.03,0.005,0.2,0.03,1.0]
out['benjaminiHochberg']={'p':p,'adjusted':stats.false_discovery_control(p,method='bh').tolist()}
# Wilson
out['wilson']=[[k,n,*map(float,stats.binomtest(k,n).proportion_ci(.95,method='wilson'))] for k,n in [(10,10),(0,5),(7,10),(3,8),(1,1)]]
# KM
t=[6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35]; cens=[0,0,0,1,0,1,0,1,1,0,0,1,1,1,0,0,1,1,1,1,1]
cd=stats.CensoredData(uncensored=[a for a,c in zip(t,cens) if not c],right=[a for a,c in zip(t,cens) if c])
e=stats.ecdf(cd).sf; ci=e.confidence_interval(.95,method='log-log')
out['kaplanMeier']={'about':'Remission times of 6-MP (Freireich et al. 1963), as in Gehan 1965; scipy.stats.ecdf, log-log','times':t,'censored':cens,'steps':e.quantiles.tolist(),'survival':e.probabilities.tolist(),'low':ci.low.probabilities.tolist(),'high':ci.high.probabilities.tolist()}
json.dump(out,open(__file__.replace('.py','.json'),'w'),indent=1,allow_nan=True)
