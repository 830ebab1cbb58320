/**
 * Gaussian and Gaussian-mixture priors: exact denoisers, exact derivatives and exact posteriors,
 * against which every sampler can be checked.
 */
package org.tweedie.priors.analytic;
