/**
 * Network priors. {@link org.tweedie.priors.djl.UNetProvider} makes a prior of a file of weights;
 * {@link org.tweedie.priors.djl.TrainedModel} is all that an artifact with a trained model needs.
 */
package org.tweedie.priors.djl;
