"""How GitHub writes what it holds, with every field that its OpenAPI description requires."""

from __future__ import annotations

NEVER = "2030-01-01T00:00:00Z"
_REPOSITORY_LINKS = (
    "archive",
    "assignees",
    "blobs",
    "branches",
    "collaborators",
    "comments",
    "commits",
    "compare",
    "contents",
    "contributors",
    "deployments",
    "downloads",
    "events",
    "forks",
    "git_commits",
    "git_refs",
    "git_tags",
    "hooks",
    "issue_comment",
    "issue_events",
    "issues",
    "keys",
    "labels",
    "languages",
    "merges",
    "milestones",
    "notifications",
    "pulls",
    "releases",
    "stargazers",
    "statuses",
    "subscribers",
    "subscription",
    "tags",
    "teams",
    "trees",
    "clone",
)
_USER_LINKS = (
    "events",
    "followers",
    "following",
    "gists",
    "organizations",
    "received_events",
    "repos",
    "starred",
    "subscriptions",
    "avatar",
    "html",
)


class Shapes:
    """Writes what a world holds, as it is reached at a URL."""

    def __init__(self, world, url):
        self.world, self.url = world, url
        self.repo_url = f"{url}/repos/{world.repository}"

    def page(self, path):
        return f"{self.url}/pages/{self.world.repository}/{path}"

    def user(self, login):
        name = login.replace("[", "%5B").replace("]", "%5D")
        links = {f"{link}_url": f"{self.url}/users/{name}/{link}" for link in _USER_LINKS}
        kind = "Bot" if login.endswith("[bot]") else "User"
        own = {"login": login, "id": 1, "node_id": "U_1", "gravatar_id": "", "site_admin": False}
        return {**own, **links, "url": f"{self.url}/users/{name}", "type": kind}

    def me(self, login):
        nothing = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
        counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
        return {
            **self.user(login),
            **nothing,
            "blog": "",
            **counts,
            "created_at": NEVER,
            "updated_at": NEVER,
        }

    def comment(self, comment):
        page = self.page(f"issues/{comment.number}#issuecomment-{comment.id}")
        return {
            "id": comment.id,
            "node_id": f"IC_{comment.id}",
            "url": f"{self.repo_url}/issues/comments/{comment.id}",
            "html_url": page,
            "issue_url": f"{self.repo_url}/issues/{comment.number}",
            "body": comment.body,
            "user": self.user(comment.author),
            "author_association": "NONE",
            "created_at": comment.created_at,
            "updated_at": comment.updated_at,
        }

    def label(self, name):
        own = self.world.labels.get(name, {"color": "ededed", "description": ""})
        return {
            "id": 1,
            "node_id": "LA_1",
            "url": f"{self.repo_url}/labels/x",
            "name": name,
            "default": False,
            **own,
        }

    def issue(self, issue):
        url = f"{self.repo_url}/issues/{issue.number}"
        comments = [one for one in self.world.comments.values() if one.number == issue.number]
        links = {f"{link}_url": f"{url}/{link}" for link in ("comments", "events", "labels")}
        pull = {"url": url, "html_url": url, "diff_url": url, "patch_url": url}
        kind = "pull" if issue.pull else "issues"
        return {
            "id": 10_000 + issue.number,
            "node_id": f"I_{issue.number}",
            "number": issue.number,
            "title": issue.title,
            "body": issue.body,
            "state": issue.state,
            "locked": False,
            "user": self.user(issue.author),
            "labels": [self.label(name) for name in issue.labels],
            "assignee": None,
            "assignees": [],
            "milestone": None,
            "comments": len(comments),
            "created_at": issue.created_at,
            "updated_at": issue.updated_at,
            "closed_at": issue.updated_at if issue.state == "closed" else None,
            "author_association": "NONE",
            "repository_url": self.repo_url,
            "url": url,
            "html_url": self.page(f"{kind}/{issue.number}"),
            **links,
            **({"pull_request": pull} if issue.pull else {}),
        }

    def repository(self, full_name):
        owner, _, name = full_name.partition("/")
        url = f"{self.url}/repos/{full_name}"
        links = {f"{link}_url": f"{url}/{link}" for link in _REPOSITORY_LINKS}
        counts = "forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count"
        flags = "private fork archived disabled has_downloads has_issues has_projects has_wiki has_pages"
        nothing = "description homepage language mirror_url license"
        moments = "created_at updated_at pushed_at"
        return {
            **links,
            **dict.fromkeys(counts.split(), 0),
            **dict.fromkeys(flags.split(), False),
            **dict.fromkeys(nothing.split()),
            **dict.fromkeys(moments.split(), NEVER),
            "id": 1,
            "node_id": "R_1",
            "name": name,
            "full_name": full_name,
            "owner": self.user(owner),
            "default_branch": "main",
            "url": url,
            "html_url": f"{self.url}/pages/{full_name}",
            "git_url": f"git://github.test/{full_name}.git",
            "ssh_url": f"git@github.test:{full_name}.git",
            "svn_url": url,
        }

    def pull(self, issue):
        pull = issue.pull
        shape = {**self.issue(issue), "draft": pull.draft}
        del shape["pull_request"]
        url = f"{self.repo_url}/pulls/{issue.number}"
        names = "comments commits statuses html issue review_comments review_comment self"
        links = (
            "commits",
            "review_comments",
            "review_comment",
            "statuses",
            "diff",
            "patch",
            "issue",
        )
        ends = (
            ("head", pull.head_repository, pull.head_ref, pull.head_sha),
            ("base", self.world.repository, pull.base_ref, pull.base_sha),
        )
        return {
            **shape,
            **{f"{link}_url": f"{url}/{link}" for link in links},
            **{end: self._end(repository, ref, sha) for end, repository, ref, sha in ends},
            "_links": {name: {"href": url} for name in names.split()},
            "url": url,
            "merged_at": pull.merged_at,
            "merge_commit_sha": pull.merge_commit_sha,
            "auto_merge": None,
        }

    def whole_pull(self, issue):
        counts = "additions changed_files comments commits deletions review_comments"
        return {
            **self.pull(issue),
            **dict.fromkeys(counts.split(), 1),
            "merged": issue.pull.merged_at is not None,
            "mergeable": None,
            "mergeable_state": "unknown",
            "maintainer_can_modify": False,
            "merged_by": None,
        }

    def _end(self, repository, ref, sha):
        owner = repository.partition("/")[0]
        return {
            "label": f"{owner}:{ref}",
            "ref": ref,
            "sha": sha,
            "repo": self.repository(repository) if repository else None,
            "user": self.user(owner),
        }

    def commit(self, commit):
        url = f"{self.repo_url}/commits/{commit.sha}"
        someone = {"name": "Alice", "email": "alice@example.com", "date": NEVER}
        return {
            "sha": commit.sha,
            "node_id": "C_1",
            "url": url,
            "html_url": self.page(f"commit/{commit.sha}"),
            "comments_url": f"{url}/comments",
            "author": self.user("alice"),
            "committer": self.user("alice"),
            "parents": [
                {"sha": sha, "url": f"{self.repo_url}/commits/{sha}", "html_url": self.page(sha)}
                for sha in commit.parents
            ],
            "commit": {
                "url": url,
                "author": someone,
                "committer": someone,
                "message": commit.message,
                "comment_count": 0,
                "tree": self._tree_link(commit.tree),
            },
        }

    def git_commit(self, commit):
        someone = {"name": "Alice", "email": "alice@example.com", "date": NEVER}
        whole = self.commit(commit)
        kept = {key: whole[key] for key in ("sha", "node_id", "url", "html_url", "parents")}
        unsigned = {"verified": False, "reason": "unsigned", "signature": None, "payload": None}
        return {
            **kept,
            "author": someone,
            "committer": someone,
            "message": commit.message,
            "tree": self._tree_link(commit.tree),
            "verification": {**unsigned, "verified_at": None},
        }

    def _tree_link(self, sha):
        return {"sha": sha, "url": f"{self.repo_url}/git/trees/{sha}"}

    def ref(self, name, sha):
        url = f"{self.repo_url}/git/{name}"
        target = {"type": "commit", "sha": sha, "url": f"{self.repo_url}/git/commits/{sha}"}
        return {"ref": name, "node_id": "REF_1", "url": url, "object": target}
