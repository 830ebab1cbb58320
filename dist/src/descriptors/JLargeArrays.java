/** Large arrays, for JTransforms. */
module JLargeArrays {
  exports org.visnow.jlargearrays;

  requires jdk.unsupported;
}
