/** Fast Fourier transforms. */
module JTransforms {
  exports org.jtransforms.dct;
  exports org.jtransforms.dht;
  exports org.jtransforms.dst;
  exports org.jtransforms.fft;
  exports org.jtransforms.utils;

  requires transitive JLargeArrays;
  requires java.logging;
}
