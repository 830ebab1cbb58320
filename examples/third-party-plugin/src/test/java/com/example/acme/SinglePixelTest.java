package com.example.acme;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.conformance.OperatorRules;

/** The rules for operators. */
class SinglePixelTest extends OperatorRules {
  @Override
  protected List<? extends ForwardOperator> operators() {
    return List.of(
        new SinglePixel(Space.real(8, 16), new int[] {0, 1, 5, 17, 64, 127}),
        new SinglePixel(Space.real(4, 4), new int[] {0, 1, 2, 3, 4, 8, 12}),
        new SinglePixel(Space.real(1, 1), new int[] {0}));
  }

  @Override
  protected List<? extends Likelihood> likelihoods() {
    SinglePixel a = new SinglePixel(Space.real(4, 4), new int[] {0, 3, 8});
    return List.of(new GaussianLikelihood(a, Field.zeros(a.range()).fill(0.5), 0.1));
  }
}
