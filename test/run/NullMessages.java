import java.util.*;
/** Helpful messages of NullPointerExceptions (JEP 358). */
public class NullMessages { static String s; String f; NullMessages n; int[] arr; int[][] aa; static Map<String,String> m; long lg;
 static String ret() { return null; } NullMessages me() { return null; } Object syn;
 static void t(Runnable r){ try { r.run(); } catch(NullPointerException e){ System.out.println(e.getMessage()); } }
 void inst(Object o, long l, String q){ t(()->this.f.length()); try { o.hashCode(); } catch(NullPointerException e){ System.out.println(e.getMessage()); } try { q.concat("a"); } catch(NullPointerException e){ System.out.println(e.getMessage()); } q = null; try { q.concat("a"); } catch(NullPointerException e){ System.out.println(e.getMessage()); } }
 public static void main(String[] a) { NullMessages x=new NullMessages(); int i=2; NullMessages nul=null;
  t(()->s.length()); t(()->ret().trim()); t(()->x.n.n.f.length()); t(()->{x.arr[0]=1;}); t(()->{int q=x.aa[1][2];}); t(()->System.out.println(x.arr.length)); t(()->m.put("a","b")); t(()->{ throw null; }); t(()->{ synchronized(x.syn) {} }); t(()->{ x.n.f="a"; }); t(()->{ x.n.lg=4L; }); t(()->x.me().me()); t(()->{ throw new NullPointerException(); }); t(()->{ throw new NullPointerException("msg"); }); t(()->Objects.requireNonNull(null));
  try { nul.f.length(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { int[][][] z=new int[3][][]; z[i][i+1][0]=4; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { Object[] z=new Object[3]; z[i-1].toString(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { Object z=i>1?null:"x"; z.toString(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { ((String)x.syn).length(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { Integer z=null; int k=z; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { for (String q : (List<String>)null) {} } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { switch(s) { case "a": } } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { x.n.n.n.n.n.n.f.length(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { byte[] bb=null; bb[0]=1; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { double[] bb=null; double d=bb[i]; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { System.arraycopy(null,0,null,0,1); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { ((Object)null).hashCode(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  x.inst(null,1,null);
  try { x.arr.clone(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { String[][] z = null; z.clone().clone(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { Object[] z = null; z.clone(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { x.f.compareTo(null); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { NullMessages[][] q=new NullMessages[4][]; int j=3; q[j]=null; q[j][i].f="x"; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { x.me().f.length(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { x.n.me().f.length(); } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  // The receiver of a putfield is popped, its value stays.
  try { x.arr[(new NullMessages().lg = i) > 0 ? 1 : 0] = i; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
  try { x.arr[(int) (new NullMessages().lg = i)] = i; } catch(NullPointerException e){ System.out.println(e.getMessage()); }
 }}
