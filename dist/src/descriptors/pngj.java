/** PNG files. */
module pngj {
  exports ar.com.hjg.pngj;
  exports ar.com.hjg.pngj.chunks;
  exports ar.com.hjg.pngj.pixels;

  requires java.logging;
  requires static java.desktop;
}
