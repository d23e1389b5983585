# Profile likelihood intervals of two independent lists: Rscript two_lists.R > two_lists.csv
# Counts: pairs of the four lists of Bruno et al. 1994; in the first alone, the second alone, and both.
cat("one,other,overlap,low,high\n")
for (sizes in list(c(1702, 413, 298), c(1702, 1135, 885), c(413, 1135, 302), c(40, 30, 9))) {
  full <- data.frame(a = c(1, 1, 0, 0), b = c(1, 0, 1, 0))
  seen <- c(sizes[3], sizes[1] - sizes[3], sizes[2] - sizes[3])
  likelihood <- function(unseen) {
    full$n <- c(seen, unseen)
    all <- sum(full$n)
    fit <- suppressWarnings(glm(n ~ a + b, family = poisson, data = full, epsilon = 1e-12))
    lgamma(all + 1) - lgamma(unseen + 1) + sum(full$n * log(fitted(fit) / all))
  }
  guess <- seen[2] * seen[3] / seen[1]
  top <- optimize(likelihood, c(1e-6, 10 * guess), maximum = TRUE, tol = 1e-7)
  bound <- function(ends) {
    uniroot(function(n) likelihood(n) - top$objective + qchisq(0.95, 1) / 2, ends, tol = 1e-7)$root
  }
  cat(sprintf("%d,%d,%d,%.5f,%.5f\n", sizes[1], sizes[2], sizes[3],
              sum(seen) + bound(c(1e-6, top$maximum)), sum(seen) + bound(c(top$maximum, 50 * guess))))
}
