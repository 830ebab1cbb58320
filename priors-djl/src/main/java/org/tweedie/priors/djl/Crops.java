package org.tweedie.priors.djl;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;

/**
 * Draws training batches: random crops of random images, flipped, rarely turned, scaled by 0.7 to
 * 1.15, real ones given a smooth random phase if that is asked for; noise levels; noise. A batch is
 * a pure function of the seed and the step.
 */
final class Crops {
  // Images divided by a high quantile reach a few times 1 and may ring below 0; k-space with the
  // orthonormal transform has a peak of 20 or more.
  private static final double BRIGHTEST = 10;
  private static final double DARKEST = -0.5;
  private static final double FAINTEST = 0.01;

  private final List<Field> images;
  private final boolean phase;
  private final boolean complex;
  private final Noise noise;

  /**
   * One training batch, planes last.
   *
   * @param clean [n, size, size, channels]
   * @param noise standard normals of the same shape
   * @param sigma noise level of each image
   */
  record Batch(float[] clean, float[] noise, double[] sigma) {}

  /**
   * @param images two-dimensional images, all real or all complex, with magnitudes about [0, 1]
   * @param phase true to give real images a smooth random phase
   * @throws InvalidInputException if there are none, or they are of different kinds, not finite, or
   *     by far not in [0, 1]
   */
  Crops(List<Field> images, boolean phase, Noise noise) {
    if (images.isEmpty()) {
      throw new InvalidInputException(
          "there are no training images", "give at least one two-dimensional image");
    }
    Space first = images.get(0).space();
    for (Field image : images) {
      Space s = image.space();
      if (s.rank() != 2 || s.isComplex() != first.isComplex()) {
        throw new InvalidInputException(
            "the training images are " + first + " and " + s,
            "give two-dimensional images, all real or all complex");
      }
    }
    requireScale(images);
    this.images = List.copyOf(images);
    this.phase = phase && !first.isComplex();
    this.complex = phase || first.isComplex();
    this.noise = noise;
  }

  /** Refuses images of another scale than [0, 1]: the noise levels would mean nothing for them. */
  private static void requireScale(List<Field> images) {
    double brightest = 0;
    for (int i = 0; i < images.size(); i++) {
      Field image = images.get(i);
      String name = "training image " + (i + 1) + " of " + images.size();
      if (!image.isFinite()) {
        throw new InvalidInputException(
            name + " holds values that are not finite", "remove or mend that image");
      }
      double low = 0;
      double high = 0;
      for (float v : image.data()) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
      // A complex image may point anywhere.
      double peak = image.space().isComplex() ? Math.max(high, -low) : high;
      if (peak > BRIGHTEST || (!image.space().isComplex() && low < DARKEST)) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT, "%s has values from %.3g to %.3g, not from 0 to 1", name, low, high),
            "scale all images alike so that the brightest are about 1; if these are k-space,"
                + " transform them to images first");
      }
      brightest = Math.max(brightest, peak);
    }
    if (brightest < FAINTEST) {
      throw new InvalidInputException(
          String.format(Locale.ROOT, "no training image is brighter than %.3g", brightest),
          "scale all images alike so that the brightest are about 1");
    }
  }

  /** Planes of an image: 2 for complex, 1 for real. */
  int channels() {
    return complex ? 2 : 1;
  }

  /** The largest square crop that fits every image. */
  int largest() {
    return images.stream()
        .mapToInt(i -> Math.min(i.space().dim(0), i.space().dim(1)))
        .min()
        .orElseThrow();
  }

  /** Root mean square of one real component over 256 crops: the σ_d of the preconditioning. */
  double rootMeanSquare(int size) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < 256; i++) {
      float[] x = crop(i, Long.MAX_VALUE, size);
      for (float v : x) {
        sum += (double) v * v;
      }
      count += x.length;
    }
    // Black images would give a preconditioning that divides by zero.
    return Math.max(1e-3, Math.round(1000 * Math.sqrt(sum / count)) / 1000.0);
  }

  /**
   * The batch of a step.
   *
   * @param step step of the training, from 0
   * @param n images
   * @param size rows and columns of a crop
   * @param sigmaMin smallest noise level
   * @param sigmaMax largest noise level
   */
  Batch draw(long step, int n, int size, double sigmaMin, double sigmaMax) {
    int each = size * size * channels();
    float[] clean = new float[n * each];
    double[] sigma = new double[n];
    Field normals = Field.zeros(Space.real(n * each));
    noise.normals(0, step, Purpose.of("train.noise"), normals);
    for (int i = 0; i < n; i++) {
      System.arraycopy(crop(i, step, size), 0, clean, i * each, each);
      sigma[i] = level(i, step, sigmaMin, sigmaMax);
    }
    return new Batch(clean, normals.data(), sigma);
  }

  /**
   * Four in five: ln σ is normal about ln 0.12, deviation 1.2; the rest: uniform over the range.
   */
  private double level(int i, long step, double sigmaMin, double sigmaMax) {
    double ln;
    if (uniform(i, step, "train.level", 0) < 0.8) {
      Field z = noise.normals(i, step, Purpose.of("train.level"), Field.zeros(Space.real(1)));
      ln = Math.log(0.12) + 1.2 * z.data()[0];
    } else {
      double u = uniform(i, step, "train.level", 1);
      ln = Math.log(sigmaMin) + u * Math.log(sigmaMax / sigmaMin);
    }
    return Math.min(Math.max(Math.exp(ln), sigmaMin), sigmaMax);
  }

  private float[] crop(int i, long step, int size) {
    Field image = images.get(below(i, step, 0, images.size()));
    Space s = image.space();
    int r0 = below(i, step, 1, s.dim(0) - size + 1);
    int c0 = below(i, step, 2, s.dim(1) - size + 1);
    boolean mirror = uniform(i, step, "train.crop", 3) < 0.5;
    boolean upside = uniform(i, step, "train.crop", 4) < 0.25;
    boolean turn = uniform(i, step, "train.crop", 5) < 0.1;
    float scale = (float) (0.7 + 0.45 * uniform(i, step, "train.crop", 6));
    int parts = s.isComplex() ? 2 : 1;
    double[] angle = phase ? smoothPhase(i, step, size) : null;
    float[] out = new float[size * size * channels()];
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        int a = turn ? c : r;
        int b = turn ? r : c;
        int from = (r0 + (upside ? size - 1 - a : a)) * s.dim(1) + c0 + (mirror ? size - 1 - b : b);
        int to = r * size + c;
        if (phase) {
          float m = scale * image.data()[from];
          out[2 * to] = (float) (m * Math.cos(angle[to]));
          out[2 * to + 1] = (float) (m * Math.sin(angle[to]));
        } else {
          for (int k = 0; k < parts; k++) {
            out[parts * to + k] = scale * image.data()[parts * from + k];
          }
        }
      }
    }
    return out;
  }

  /** Radians: a random constant, a random cubic polynomial and a random coarse grid. */
  private double[] smoothPhase(int i, long step, int size) {
    double constant = 2 * Math.PI * uniform(i, step, "train.phase", 0);
    // Squares: most crops vary little, a few by several radians; one in seven not at all.
    boolean vary = uniform(i, step, "train.phase", 1) > 0.15;
    double polynomial = vary ? 2.5 * square(uniform(i, step, "train.phase", 2)) : 0;
    double coarse = vary ? 1.2 * square(uniform(i, step, "train.phase", 3)) : 0;
    int nodes = 3 + (int) (4 * uniform(i, step, "train.phase", 4));
    Field z = Field.zeros(Space.real(7 + nodes * nodes));
    float[] g = noise.normals(i, step, Purpose.of("train.phase"), z).data();
    double[][] weights = cubic(nodes, size);
    double[] out = new double[size * size];
    for (int r = 0; r < size; r++) {
      double y = 2.0 * r / (size - 1) - 1;
      for (int c = 0; c < size; c++) {
        double x = 2.0 * c / (size - 1) - 1;
        double p =
            g[0] * x
                + g[1] * y
                + g[2] * x * y
                + g[3] * (x * x - y * y)
                + g[4] * (x * x + y * y)
                + g[5] * x * x * x
                + g[6] * y * y * y;
        double q = 0;
        for (int a = 0; a < nodes; a++) {
          for (int b = 0; b < nodes; b++) {
            q += weights[r][a] * weights[c][b] * g[7 + a * nodes + b];
          }
        }
        out[r * size + c] = constant + polynomial * p + coarse * q;
      }
    }
    return out;
  }

  /** Weights of cubic convolution (a = −0.75) from nodes spread evenly over the crop. */
  private static double[][] cubic(int nodes, int size) {
    double[][] w = new double[size][nodes];
    for (int i = 0; i < size; i++) {
      double t = (double) i * (nodes - 1) / (size - 1);
      int base = (int) t;
      for (int k = base - 1; k <= base + 2; k++) {
        double d = Math.abs(t - k);
        double v =
            d <= 1
                ? (1.25 * d - 2.25) * d * d + 1
                : d < 2 ? -0.75 * (((d - 5) * d + 8) * d - 4) : 0;
        w[i][Math.min(Math.max(k, 0), nodes - 1)] += v;
      }
    }
    return w;
  }

  private static double square(double v) {
    return v * v;
  }

  private int below(int i, long step, int k, int bound) {
    return Math.min(bound - 1, (int) (bound * uniform(i, step, "train.crop", k)));
  }

  private double uniform(int i, long step, String what, int k) {
    return noise.uniform(i, step, Purpose.of(what).index(k));
  }
}
