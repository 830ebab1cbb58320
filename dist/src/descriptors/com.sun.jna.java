/** Native calls, with which DJL looks for GPUs. */
module com.sun.jna {
  exports com.sun.jna;
  exports com.sun.jna.internal;
  exports com.sun.jna.ptr;
  exports com.sun.jna.win32;

  requires java.logging;
  requires static java.desktop;
}
