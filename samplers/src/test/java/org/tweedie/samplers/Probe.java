package org.tweedie.samplers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * The law of a sampler's output where it is affine in the noise, by scripted noise: chain 0 gets
 * zeros and chain j one impulse at one component of one draw. The output is {@code m + Σ g_j n_j};
 * chain 0 gives m, chain j gives {@code m + S g_j}. The impulse S is large, so that float32
 * resolves g_j to its own precision and not to that of m.
 */
final class Probe {
  private static final float IMPULSE = 4096;

  private record Draw(long step, Purpose purpose, int component) {}

  private Probe() {}

  /** The law of the output. */
  record Law(double[] mean, double[][] covariance) {}

  /** Mean and covariance of the output. */
  static Law law(Sampler sampler, PreparedProblem problem) {
    List<Draw> draws = draws(sampler, problem);
    List<Field> out =
        Runs.samples(sampler, problem, Chains.of(draws.size() + 1), new Script(draws, IMPULSE));
    double[] mean = DenseOperator.widen(out.get(0));
    double[][] covariance = new double[mean.length][mean.length];
    for (int j = 1; j < out.size(); j++) {
      double[] g = DenseOperator.widen(out.get(j));
      for (int a = 0; a < g.length; a++) {
        g[a] = (g[a] - mean[a]) / IMPULSE;
      }
      for (int a = 0; a < g.length; a++) {
        for (int b = 0; b < g.length; b++) {
          covariance[a][b] += g[a] * g[b];
        }
      }
    }
    return new Law(mean, covariance);
  }

  private static List<Draw> draws(Sampler sampler, PreparedProblem problem) {
    List<Draw> draws = Collections.synchronizedList(new ArrayList<>());
    Noise recorder =
        new Noise() {
          @Override
          public Field normals(int chain, long step, Purpose purpose, Field out) {
            for (int i = 0; i < out.data().length; i++) {
              draws.add(new Draw(step, purpose, i));
            }
            return out.fill(0);
          }

          @Override
          public void uniforms(int chain, long step, Purpose purpose, double[] out) {
            throw new AssertionError("an affine sampler drew a uniform number");
          }
        };
    Runs.samples(sampler, problem, Chains.of(1), recorder);
    return List.copyOf(draws);
  }

  private record Script(List<Draw> draws, float impulse) implements Noise {
    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      out.fill(0);
      if (chain > 0) {
        Draw d = draws.get(chain - 1);
        if (d.step() == step && d.purpose().equals(purpose)) {
          out.data()[d.component()] = impulse;
        }
      }
      return out;
    }

    @Override
    public void uniforms(int chain, long step, Purpose purpose, double[] out) {
      throw new AssertionError("an affine sampler drew a uniform number");
    }
  }
}
