package org.tweedie.samplers.core;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Bench;

/** The update that every diffusion step is, in double precision inside. */
public final class Updates {
  private Updates() {}

  /**
   * {@code x + a (u − anchor) + b z}, each component in double, because the weights span many
   * decades.
   *
   * @param x the clean estimate
   * @param a weight of the noise that u holds beyond its anchor
   * @param u the noisy image
   * @param anchor the clean estimate that belongs to u
   * @param b weight of the fresh noise
   * @param z fresh standard normals; overwritten by the result
   * @return {@code z}
   */
  public static Field combine(Field x, double a, Field u, Field anchor, double b, Field z) {
    float[] out = z.data();
    float[] xd = x.data();
    float[] ud = u.data();
    float[] ad = anchor.data();
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (xd[i] + a * ((double) ud[i] - ad[i]) + b * out[i]);
    }
    return z;
  }

  /**
   * Fresh noise for a step that gives it a weight: normals, or zeros where the weight is 0 and a
   * draw would be for nothing.
   *
   * @param bench draws
   * @param chain the position of the chain
   * @param purpose what for
   * @param weight the weight of the noise in the step
   */
  public static Field freshNoise(Bench bench, int chain, Purpose purpose, double weight) {
    return weight == 0 ? Field.zeros(bench.space()) : bench.normals(chain, purpose);
  }
}
