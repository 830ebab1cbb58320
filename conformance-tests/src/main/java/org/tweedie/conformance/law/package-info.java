/**
 * Laws of samplers on linear-Gaussian problems, in double precision: with a Gaussian prior every
 * step of an affine method maps a Gaussian vector to one, and so mean and covariance of the output
 * follow by recursion. Those of published methods are written here from the papers, on the suite's
 * own matrices and with their own levels: an oracle that shares kernels shares their bugs.
 */
package org.tweedie.conformance.law;
