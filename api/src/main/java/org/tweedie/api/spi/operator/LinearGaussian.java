package org.tweedie.api.spi.operator;

/** The capability of a likelihood {@code y = Ax + σn} with linear A and white n. */
public interface LinearGaussian extends GaussianNoise {
  @Override
  LinearOperator operator();
}
