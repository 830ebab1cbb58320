package org.tweedie.priors.djl;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;

/**
 * The shape of a {@link UNet}.
 *
 * @param channels planes of an image: 2 for complex (real, imaginary), 1 for real
 * @param widths channels of each level; level l works at 1/2^(l+1) of the image's resolution
 * @param blocks residual blocks of each level, on the way down and again on the way up; the last
 *     level has them once
 * @param embedding length of the embedding of the noise level
 * @param sigmaData root mean square of one real component of the training images
 */
record Architecture(int channels, int[] widths, int[] blocks, int embedding, double sigmaData) {
  /** Sines and cosines of the noise level that enter the embedding. */
  static final int FEATURES = 32;

  Architecture {
    boolean good =
        (channels == 1 || channels == 2)
            && widths.length >= 1
            && widths.length <= 6
            && blocks.length == widths.length
            && Arrays.stream(widths).allMatch(w -> w >= 1 && w <= 4096)
            && Arrays.stream(blocks).allMatch(b -> b >= 0 && b <= 64)
            && embedding >= 1
            && embedding <= 4096
            && sigmaData > 0
            && Double.isFinite(sigmaData);
    if (!good) {
      throw new InvalidInputException(
          "the network description has channels "
              + channels
              + ", widths "
              + Arrays.toString(widths)
              + ", blocks "
              + Arrays.toString(blocks)
              + ", embedding "
              + embedding
              + ", sigmaData "
              + sigmaData,
          "give 1 or 2 channels, 1 to 6 levels with as many numbers of blocks, and positive numbers");
    }
  }

  /** What both extents of the network's input must be multiples of. */
  int multiple() {
    return 1 << widths.length;
  }

  /** Name and shape of every weight, in the layout (out, in, rows, columns) of convolutions. */
  Map<String, int[]> weights() {
    Map<String, int[]> w = new LinkedHashMap<>();
    int last = widths.length - 1;
    layer(w, "embed", embedding, FEATURES);
    layer(w, "head", widths[0], channels, 6, 6);
    layer(w, "tail", 4 * channels, widths[0], 3, 3);
    for (int l = 0; l <= last; l++) {
      for (int b = 0; b < blocks[l]; b++) {
        if (l == last) {
          block(w, "mid." + b, widths[l]);
        } else {
          block(w, "enc." + l + "." + b, widths[l]);
          block(w, "dec." + l + "." + b, widths[l]);
        }
      }
      if (l < last) {
        layer(w, "down." + l, widths[l + 1], widths[l], 2, 2);
        layer(w, "up." + l, 4 * widths[l], widths[l + 1], 1, 1);
      }
    }
    return w;
  }

  private void block(Map<String, int[]> w, String name, int width) {
    layer(w, name + ".conv1", width, width, 3, 3);
    layer(w, name + ".conv2", width, width, 3, 3);
    layer(w, name + ".mod", 2 * width, embedding);
  }

  private static void layer(Map<String, int[]> w, String name, int... shape) {
    w.put(name + ".weight", shape);
    w.put(name + ".bias", new int[] {shape[0]});
  }

  String toJson() {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("channels", channels);
    o.put("widths", widths);
    o.put("blocks", blocks);
    o.put("embedding", embedding);
    o.put("sigmaData", sigmaData);
    return Json.text(o);
  }

  /**
   * The architecture that a model file describes.
   *
   * @param json the metadata entry
   * @param source names the file in messages
   */
  static Architecture parse(String json, String source) {
    Map<?, ?> o =
        Json.object(json)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        source + " describes its network in a way that cannot be read",
                        "use a file that Tweedie or its training script wrote"));
    return new Architecture(
        Json.integer(o, "channels", 0),
        ints(o, "widths"),
        ints(o, "blocks"),
        Json.integer(o, "embedding", 0),
        Json.number(o, "sigmaData", 0));
  }

  private static int[] ints(Map<?, ?> o, String key) {
    return Arrays.stream(Json.integers(o, key).orElse(new long[0]))
        .mapToInt(v -> (int) Math.max(-1, Math.min(v, Integer.MAX_VALUE)))
        .toArray();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Architecture a && a.toJson().equals(toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }
}
