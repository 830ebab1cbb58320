/**
 * The laws of the samplers on linear-Gaussian problems, in double precision: with a Gaussian prior
 * every step is an affine map of a Gaussian vector, and so mean and covariance of the output follow
 * by recursion. Written from the equations of the papers with dense matrices, and not from the
 * samplers' code: the two are checked against each other.
 */
package org.tweedie.samplers.law;
