//! The peer: what a team would write with Bolt for JavaScript instead. See `benches/peer`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// What goes into the folder that it runs in.
const FILES: [(&str, &str); 3] = [
    ("package.json", include_str!("../peer/package.json")),
    ("package-lock.json", include_str!("../peer/package-lock.json")),
    ("app.js", include_str!("../peer/app.js")),
];

/// The peer, installed.
pub struct Bolt {
    folder: PathBuf,
    /// Which Node.js runs it.
    pub node: String,
}

impl Bolt {
    /// Installs it, unless that was done for the same list before. The first time needs the network, and a C++
    /// compiler where better-sqlite3 has no build for this machine.
    pub fn install() -> anyhow::Result<Self> {
        let node = version("node")?;
        version("npm")?;
        let folder = cache("pacesetter-peer")?;
        let stamp = folder.join("installed-for");
        let wanted = format!("{node}\n{}", FILES[1].1);
        if std::fs::read_to_string(&stamp).is_ok_and(|for_list| for_list == wanted) {
            std::fs::write(folder.join(FILES[2].0), FILES[2].1)?;
            return Ok(Self { folder, node });
        }
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        for (name, text) in FILES {
            std::fs::write(folder.join(name), text)?;
        }
        eprintln!("installing Bolt into {}: once, it may take some minutes", folder.display());
        let npm =
            Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output()?;
        if !npm.status.success() {
            let said = String::from_utf8_lossy(&npm.stderr).into_owned();
            bail!("npm ci failed: {}", said.lines().next().unwrap_or_default());
        }
        std::fs::write(stamp, wanted)?;
        Ok(Self { folder, node })
    }

    /// The program that Node.js is to run.
    pub fn program(&self) -> PathBuf {
        self.folder.join("app.js")
    }
}

fn version(program: &str) -> anyhow::Result<String> {
    let asked = Command::new(program).arg("--version").stderr(Stdio::null()).output();
    match asked {
        Ok(said) if said.status.success() => Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned()),
        _ if program == "node" => bail!("no Node.js"),
        _ => bail!("no {program}"),
    }
}

/// A folder of that name that is kept between runs.
pub fn cache(name: &str) -> anyhow::Result<PathBuf> {
    let given = std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || Some(Path::new(&std::env::var_os("HOME")?).join(".cache"));
    Ok(given.or_else(home).context("neither XDG_CACHE_HOME nor HOME is set")?.join(name))
}
