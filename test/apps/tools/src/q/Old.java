package q;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** Uses what is deprecated, from several modules. */
public class Old implements Remote {
    public Integer boxed() throws RemoteException { return new Integer(3); }
    @SuppressWarnings("removal") public void stop(Thread t) { t.stop(); }
    public java.sql.Connection sql() { return null; }
    public Object internal() { return new Object() { protected void finalize() {} }; }
    public static void main(String[] a) { System.out.println("old " + new Old().internal().getClass().getName()); }
}
