module m {
    exports p;
    requires java.logging;
    uses Runnable;
    provides Runnable with p.Main;
}
