package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.Updates;

/**
 * The deterministic denoising sampler of DPnP (Xu and Chi, NeurIPS 2024, arXiv:2403.17042,
 * DDS-DDIM): samples the shifted variable {@code v = x − z}, whose law is {@code ∝ p(z + v)
 * exp(−‖v‖²/(2η²))}, by the probability-flow ODE from N(0, I). The randomness enters through the
 * start alone. With {@code c(ᾱ) = 1 + (η² − 1)ᾱ}, a step from ᾱ to ᾱ' is
 *
 * <pre>
 *   x_eff = z + η²√ᾱ v/c(ᾱ),   s_eff = η √((1 − ᾱ)/c(ᾱ)),   E = (x_eff − D(x_eff, s_eff))/s_eff
 *   v ← √(c(ᾱ')/c(ᾱ)) v − √c(ᾱ') (ω(ᾱ) − ω(ᾱ')) E,   ω(ᾱ) = −atan(η √(ᾱ/(1 − ᾱ)))
 * </pre>
 *
 * <p>Our deviation: the denoiser is evaluated at s_eff itself, not at the nearest level of a table.
 */
final class DeterministicDenoising implements PriorDraw {
  private final double eta;
  private final double unit;
  private final double[] alphaBars;

  /**
   * @param eta η, in the unit
   * @param unit what v is measured in, in the prior's units: the ODE ends at N(0, unit²I)
   * @param alphaBars ᾱ of the shifted process, rising, without the final 1
   */
  DeterministicDenoising(double eta, double unit, double[] alphaBars) {
    this.eta = eta;
    this.unit = unit;
    this.alphaBars = alphaBars.clone();
  }

  @Override
  public int evaluations() {
    return alphaBars.length;
  }

  @Override
  public List<Field> start(Bench bench, List<Field> z) {
    return bench.each(i -> bench.normals(i, START));
  }

  @Override
  public Inner step(Bench bench, int k, List<Field> z, List<Field> v) {
    double now = alphaBars[k];
    boolean last = k + 1 == alphaBars.length;
    double next = last ? 1 : alphaBars[k + 1];
    double pull = unit * eta * eta * Math.sqrt(now) / c(now);
    double level = eta * Math.sqrt((1 - now) / c(now));
    List<Field> effective = bench.each(i -> v.get(i).copy().axpby(pull, 1, z.get(i)));
    List<Field> clean = bench.denoise(effective, unit * level);
    // E is of unit size, and so is v; x = z + unit·v.
    double turn = Math.sqrt(c(next)) * (omega(now) - omega(next)) / (unit * level);
    double keep = Math.sqrt(c(next) / c(now));
    double scale = last ? unit : 1;
    Field nothing = Field.zeros(bench.space());
    return new Inner(
        bench.each(
            i ->
                Updates.combine(
                    last ? z.get(i) : nothing,
                    -scale * turn,
                    effective.get(i),
                    clean.get(i),
                    scale * keep,
                    v.get(i).copy())),
        clean);
  }

  private double c(double alphaBar) {
    return 1 + (eta * eta - 1) * alphaBar;
  }

  private double omega(double alphaBar) {
    return -Math.atan2(eta * Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
  }
}
