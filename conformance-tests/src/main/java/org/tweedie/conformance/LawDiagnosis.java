package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import org.tweedie.conformance.law.LawPredictor.GaussianLaw;

/** What is wrong with a law: its mean, its spread, or both. */
final class LawDiagnosis {
  private LawDiagnosis() {}

  static String of(GaussianLaw seen, GaussianLaw expected) {
    double mean = 0;
    double trace = 0;
    double wanted = 0;
    for (int i = 0; i < seen.mean().length; i++) {
      mean = Math.max(mean, Math.abs(seen.mean()[i] - expected.mean()[i]));
      trace += seen.covariance()[i][i];
      wanted += expected.covariance()[i][i];
    }
    double ratio = trace / wanted;
    boolean meanIsRight = mean < 0.02 * Math.sqrt(wanted);
    if (meanIsRight) {
      return "the mean is right and the total variance off by the factor "
          + show(ratio)
          + ": the noise, not the guidance (a √ too many or too few, noise divided by √2, a"
          + " temperature)";
    }
    return "the mean is off by "
        + show(mean / Math.sqrt(wanted))
        + " standard deviations and the total variance by the factor "
        + show(ratio)
        + ": the guidance (its sign, its weight, its level), or a level off by one";
  }
}
